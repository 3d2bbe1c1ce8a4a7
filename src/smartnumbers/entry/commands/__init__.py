"""One module for each word of the command line; each has its click command under the name `command`."""
