import { instant } from "@/lib/zod";
import type { KindRules } from "./kind";

export const instantRules: KindRules<"instant"> = {
  out: () => instant,
  given: () => instant,
  // The server sets it with an act that timelines tell by itself, and no file gives it.
  columns: () => ({}),
};
