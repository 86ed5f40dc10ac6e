/** Controls in a row with their own clicks and keys; the link that opens the row is not one. */
export const ownControls = "button, input, textarea, select, label, [contenteditable], a:not([data-open])";
