import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { addSampleData } from "./operations/add-samples";
import { closeChecklist, getOnboarding } from "./operations/onboarding";
import { removeSampleData } from "./operations/remove-samples";

export const onboardingRouter = router({
  get: query(getOnboarding),
  closeChecklist: mutation(closeChecklist),
  addSamples: mutation(addSampleData),
  removeSamples: mutation(removeSampleData),
});
