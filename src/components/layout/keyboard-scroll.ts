/** For a named region that scrolls and may hold nothing to focus: the keyboard reaches it as a whole, and scrolls it. */
export const keyboardScroll = { tabIndex: 0 } as const;
