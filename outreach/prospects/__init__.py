"""The gold in the neighbourhood: who out there already reaches the people we do not."""
