import { z } from "zod";
import { longText, textUpTo } from "@/lib/zod";
import { type KindRules, textual } from "./kind";

export const longTextRules: KindRules<"longText"> = {
  ...textual<"longText">(longText, z.string(), "longText"),
  given: ({ maxLength }) => (maxLength === undefined ? longText : textUpTo(maxLength)),
};
