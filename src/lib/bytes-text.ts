import { numberFormat } from "@/lib/intl";

const units = [
  [1_000_000_000, "GB"],
  [1_000_000, "MB"],
  [1_000, "kB"],
] as const;

/** A size in the largest unit that it fills: "1.2 MB"; less than 1 kB is "1 kB", and none is "0 kB". */
export function bytesText(bytes: number, locale: string): string {
  const [size, unit] = units.find(([one]) => bytes >= one) ?? [1_000, "kB"];
  const value = bytes === 0 ? 0 : Math.max(1, bytes / size);
  return `${numberFormat(locale, { maximumFractionDigits: unit === "kB" ? 0 : 1 }).format(value)} ${unit}`;
}
