"""Chinese working time: calendars with make-up days (调休), due times that explain themselves, pauses and lights."""
