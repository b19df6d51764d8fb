"""Candidates for partners: institutions that already reach people the library does not."""
