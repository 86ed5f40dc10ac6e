import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { getSupportAccess, setSupportAccess } from "./operations/consent";
import { viewPage } from "./operations/page";
import { decideSupport, endSupport, listSupportSessions } from "./operations/sessions";
import { supportTranscript } from "./operations/transcript";

export const supportRouter = router({
  access: query(getSupportAccess),
  setAccess: mutation(setSupportAccess),
  sessions: query(listSupportSessions),
  transcript: query(supportTranscript),
  decide: mutation(decideSupport),
  end: mutation(endSupport),
  page: query(viewPage),
});
