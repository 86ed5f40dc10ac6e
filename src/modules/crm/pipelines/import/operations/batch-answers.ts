import "server-only";
import type { z } from "zod";
import type { ImportOptions } from "@/lib/import-rows";
import { invalid } from "@/server/errors";
import { batchAnswers } from "../schema";

/** The pipeline and the starting stage that a call names; VALIDATION where they are no ids. */
export function answersOf({ answers }: ImportOptions): z.output<typeof batchAnswers> {
  const read = batchAnswers.safeParse(answers);
  if (!read.success) throw invalid("options.answers", "Choose a pipeline and a stage by their ids.");
  return read.data;
}
