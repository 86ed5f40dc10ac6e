import { act, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { onTestFinished } from "vitest";
import { WorkspaceProvider } from "@/components/layout/workspace-context";
import { exampleWorkspace } from "./part";

/** A part of a page in the document of a test, which needs `@vitest-environment happy-dom`. */
export async function mounted(part: ReactNode): Promise<HTMLElement> {
  Reflect.set(globalThis, "IS_REACT_ACT_ENVIRONMENT", true);
  const page = document.body.appendChild(document.createElement("div"));
  const root = createRoot(page);
  await act(async () => root.render(<WorkspaceProvider value={exampleWorkspace}>{part}</WorkspaceProvider>));
  onTestFinished(() => {
    act(() => root.unmount());
    page.remove();
  });
  return page;
}
