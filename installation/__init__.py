"""Installing without internet: the wheels of one platform in a folder, with a script for them."""
