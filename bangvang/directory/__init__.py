"""Who is who: organisations of any tier through time, people and their positions, accounts and roles held for a term."""
