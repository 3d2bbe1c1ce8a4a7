"""What the platform says in calls: announcements of prices, made ready before they are needed."""
