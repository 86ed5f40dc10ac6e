/** The most formatters in memory: more than a page uses, and few enough for a server with many locales and time zones. */
const mostKept = 500;

/** Makes formatters once for each locale and options: a new one costs a browser more than what it formats. */
function kept<Options extends object, Format>(make: (locale: string | undefined, options?: Options) => Format) {
  const formats = new Map<string, Format>();
  return (locale: string | undefined, options?: Options): Format => {
    const key = JSON.stringify([locale, options]);
    const known = formats.get(key);
    if (known) return known;
    const format = make(locale, options);
    if (formats.size >= mostKept) formats.clear();
    formats.set(key, format);
    return format;
  };
}

/** `Intl.DateTimeFormat`. Throws a RangeError for an unknown locale, zone or option. */
export const dateFormat = kept(
  (locale, options?: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options),
);

/** `Intl.NumberFormat`. Throws a RangeError for an unknown locale, currency or option. */
export const numberFormat = kept(
  (locale, options?: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
);

/** `Intl.RelativeTimeFormat`, as in "in 3 days". Throws a RangeError for an unknown locale or option. */
export const relativeFormat = kept(
  (locale, options?: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options),
);
