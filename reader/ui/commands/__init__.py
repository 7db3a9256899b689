"""What the commands do, a file a family. A controller speaks to the screen through `Host` alone."""
