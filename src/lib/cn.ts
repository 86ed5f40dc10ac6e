import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["xs", "sm", "md", "lg", "input", "title", "figure", "record", "display"],
      shadow: ["1", "2", "3"],
      radius: ["xs", "sm", "md", "lg", "xl", "full"],
      spacing: [
        "row",
        "thead",
        "cell",
        "control",
        "control-sm",
        "control-lg",
        "input",
        "card-y",
        "field-gap",
        "edge",
        "sidebar",
        "sidebar-closed",
        "head",
        "tabs",
        "bar",
        "detail",
        "aside",
        "peek",
      ],
      ease: ["out", "in", "move"],
    },
    classGroups: {
      z: [{ z: ["sticky", "sidebar", "bulk", "peek", "popover", "dialog", "command", "toast", "banner", "tooltip"] }],
      duration: [{ duration: ["instant", "quick", "base", "move", "slow"] }],
    },
  },
});

/** Joins class names; when two set the same property, the later one wins. */
export function cn(...values: ClassValue[]): string {
  return merge(clsx(values));
}
