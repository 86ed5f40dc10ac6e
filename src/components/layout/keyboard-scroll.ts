/**
 * For a named region that scrolls and may contain nothing to focus: the keyboard can focus the region itself and
 * scroll it.
 */
export const keyboardScroll = { tabIndex: 0 } as const;
