/** The colours that choices and tags may have, by name; `tokens.css` has a value of each for both themes. */
export const choiceColors = [
  "gray",
  "red",
  "orange",
  "amber",
  "lime",
  "green",
  "teal",
  "blue",
  "violet",
  "pink",
] as const;
export type ChoiceColor = (typeof choiceColors)[number];
