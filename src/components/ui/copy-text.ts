import { notify } from "./toast";

/** Copies a text and says so; `refused` is shown where the browser does not allow it. */
export async function copyText(text: string, copied: string, refused: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify.success(copied);
  } catch {
    notify.error(refused);
  }
}
