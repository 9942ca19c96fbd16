"""The floor: what every room stands on. Actions, workflow, policy, errors, trail, calendar, files, notices, tables."""
