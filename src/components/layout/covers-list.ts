/** Screens on which the panel beside a list takes the whole width of its page. */
export const coversList = "(width < 1100px)";
