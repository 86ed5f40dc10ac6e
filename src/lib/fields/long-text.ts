import { z } from "zod";
import { longText, textUpTo } from "@/lib/zod";
import { type KindRules, textRulesOf } from "./kind";

export const longTextRules: KindRules<"longText"> = {
  ...textRulesOf<"longText">(longText, z.string(), "longText"),
  input: ({ maxLength }) => (maxLength === undefined ? longText : textUpTo(maxLength)),
};
