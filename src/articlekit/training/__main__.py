"""Run the training: `python -m articlekit.training DATA -o MODEL`."""

from articlekit.training import main

main()
