/** What in a row has a meaning of its own for clicks and keys; the link that opens the row has not. */
export const ownControls = "button, input, textarea, select, label, [contenteditable], a:not([data-open])";
