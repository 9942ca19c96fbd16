"""The record of every subject: what a year brought, and whatever else the law may ask before it rewards.

Ratings, titles and commendations, initiatives, merits, discipline, open proceedings, service: Law 06/2022/QH15,
Articles 19 to 32 and 37 to 75, ask for nothing else. Every fact is recorded by an action, with where it comes from.
"""
