"""Live calls in the portal: heard from call control once for each process, shown to everybody who looks."""
