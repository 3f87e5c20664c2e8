// Learning rate by epoch, and when to stop: `main.py`'s three schedules and Keras' callbacks, as pure functions.

/** (0) exponential, (1) delayed, (2) plateau of `main.py`. */
export type ScheduleId = 'exponential' | 'delayed' | 'plateau'
