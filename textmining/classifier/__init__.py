"""Features, training, calibration, decision, scores, saving and loading."""
