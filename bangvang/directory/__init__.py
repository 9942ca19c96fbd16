"""Who is who: organisations through time, people and their positions, accounts and roles held for a term."""
