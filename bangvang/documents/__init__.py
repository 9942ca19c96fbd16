"""Administrative documents: numbers from the register, issued papers kept as DOCX and PDF."""
