import { z } from "zod";
import { shortText } from "@/lib/zod";
import { stageType } from "../schema";

/** A stage that a value of a file becomes. */
export const stageImportRow = z.object({ name: shortText, type: stageType });
