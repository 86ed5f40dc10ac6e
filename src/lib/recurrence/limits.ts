/** The most occurrences that a rule may count. */
export const mostOccurrences = 1000;

/** The last one of a weekday in its month, as in "the last Friday". */
export const lastOfMonth = -1;
