"""What is due, by whom, until when; where the ball is."""
