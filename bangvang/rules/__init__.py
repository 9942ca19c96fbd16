"""The rulebook at the desk: read the law, explain one, scan all, weigh places, keep local rules with their dates.

Law 06/2022/QH15 leaves standards to ministries and provinces (Articles 24, 26 to 28, 74, 75); what they set is kept
here as dated files in the form of the national ones, approved by a second person.
"""
