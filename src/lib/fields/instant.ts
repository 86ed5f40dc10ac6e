import { instant } from "@/lib/zod";
import { catalogColumn, type KindRules } from "./kind";

export const instantRules: KindRules<"instant"> = {
  out: () => instant,
  given: () => instant,
  // An act sets one of the server's, and timelines tell the act. No file gives a time in a form that is sure.
  columns: (name, field) =>
    field.computed ? {} : { [name]: catalogColumn({ ...field, importable: false, required: false }, "instant") },
};
