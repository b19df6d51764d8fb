"""Short contacts between the meetings: rang, wrote, met by chance. One line each."""
