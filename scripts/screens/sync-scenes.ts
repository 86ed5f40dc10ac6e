import { look, type Scene, type Walk } from "./scene";

const john = "john@techcorp.example";
const at = (path: string) => `/techcorp/settings/integrations/hubspot${path}`;

/** Opens the first change of the log that says where a field comes from. */
async function openRecorder({ page }: Walk): Promise<void> {
  await page
    .getByRole("button", { name: /come from\?$/ })
    .first()
    .click();
  await page.getByText(/^Rule for this field/).waitFor();
}

/** Tests the first contact that a search finds, with the mapping as it is. */
async function testRecord({ page }: Walk): Promise<void> {
  await page.getByRole("button", { name: "Test a record" }).click();
  const dialog = page.getByRole("dialog", { name: "Test a record" });
  await dialog.getByRole("combobox").click();
  await page.getByRole("option").first().click();
  await dialog.getByRole("listitem").nth(3).waitFor();
}

/** A field whose values are changed on the way, not saved. */
async function addSteps({ page }: Walk): Promise<void> {
  for (const name of ["Trim", "Look up"]) {
    await page.getByRole("button", { name: "Add a step" }).click();
    await page.getByRole("menuitem", { name }).first().click();
  }
}

/** The sync of the demo with HubSpot, tab by tab. */
export const syncScenes: readonly Scene[] = [
  look("integrations", john, "/techcorp/settings/integrations"),
  look("sync-overview", john, at("")),
  look("sync-fields", john, at("/fields?object=contact")),
  look("sync-field", john, at("/fields?object=contact&field=lifecycle")),
  look("sync-test", john, at("/fields?object=contact"), testRecord),
  look("sync-steps", john, at("/fields?object=contact&field=jobTitle"), addSteps),
  look("sync-problems", john, at("/problems")),
  look("sync-log", john, at("/log")),
  look("sync-recorder", john, at("/log"), openRecorder),
  look("sync-settings", john, at("/settings")),
];
