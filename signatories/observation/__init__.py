"""What whoever runs the service sees of it: a line for each request, metrics, whether it is ready."""
