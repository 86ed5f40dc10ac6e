"use client";

import dynamic from "next/dynamic";
import type { NounEntity } from "@/lib/nouns/all";
import type { FileQuestions } from "@/modules/platform/data/imports/components/shown-import";
import { type NounScreen, screenOf } from "@/modules/platform/data/records/components/noun-screen";

// Lists show no next step.
const NextStepPanel = dynamic(() =>
  import("@/modules/crm/activities/components/next-step-panel").then((module) => module.NextStepPanel),
);

const ContactStep = dynamic(() =>
  import("@/modules/crm/contacts/components/contact-step").then((module) => module.ContactStep),
);

/**
 * The nouns without a folder of pages of their own, which `[workspace]/[noun]` shows, and those whose records other pages
 * show. Each is loaded when it is shown.
 */
export const nounScreens: { readonly [E in NounEntity]?: NounScreen } = {
  product: dynamic(() =>
    import("@/modules/crm/products/components/product-screen").then((module) => module.ProductScreen),
  ),
  contact: dynamic(async () => {
    const [{ contactScreen }, { contactParts }] = await Promise.all([
      import("@/modules/crm/contacts/components/contact-screen"),
      import("@/modules/crm/opportunities/components/contact-parts"),
    ]);
    return contactScreen((contact) => {
      const { id, name } = contact;
      const planned = (
        <NextStepPanel to={{ entity: "contact", id, name }}>
          <ContactStep contact={contact} />
        </NextStepPanel>
      );
      return { ...contactParts(contact), nextStep: planned };
    });
  }),
  opportunity: dynamic(() =>
    import("@/modules/crm/opportunities/components/opportunity-screen").then((module) =>
      module.opportunityScreen(NextStepPanel),
    ),
  ),
  productCategory: dynamic(() =>
    import("@/modules/crm/product-categories/fields").then((module) => screenOf(module.productCategories)),
  ),
  activityOutcome: dynamic(() =>
    import("@/modules/crm/activity-outcomes/fields").then((module) => screenOf(module.activityOutcomes)),
  ),
  project: dynamic(() =>
    import("@/modules/pmo/projects/components/project-screen").then((module) => module.ProjectScreen),
  ),
  activity: dynamic(() =>
    import("@/modules/crm/activities/components/activity-screen").then((module) => module.ActivityScreen),
  ),
  taskStatus: dynamic(() =>
    import("@/modules/pmo/task-statuses/fields").then((module) => screenOf(module.taskStatuses)),
  ),
  workflow: dynamic(() => import("@/modules/pmo/workflows/fields").then((module) => screenOf(module.workflows))),
  task: dynamic(() => import("@/modules/pmo/tasks/components/task-screen").then((module) => module.TaskScreen)),
};

/** The screen of a noun; throws where it has pages of its own. */
export function screenAt(entity: NounEntity): NounScreen {
  const screen = nounScreens[entity];
  if (!screen) throw new Error(`registry/screens.tsx has no line for ${entity}.`);
  return screen;
}

/** Questions of an import about files of one object; each is loaded when such a file is shown. */
export const importQuestions: FileQuestions = {
  opportunity: {
    ofColumns: dynamic(() =>
      import("@/modules/crm/opportunities/import/components/stage-questions").then(
        (module) => module.OpportunityQuestions,
      ),
    ),
    ofValues: dynamic(() =>
      import("@/modules/crm/opportunities/import/components/stage-order").then((module) => module.StageOrder),
    ),
    ofPreview: dynamic(() =>
      import("@/modules/crm/opportunities/import/components/row-questions").then((module) => module.RowQuestions),
    ),
  },
};
