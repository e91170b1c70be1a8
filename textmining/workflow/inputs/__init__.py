"""What the steps read: decisions, waves, who was invited, what is reviewed."""
