"""Figures of the outreach work for management: measures, goals, and two reports on paper."""
