import type { Metadata } from "next";
import { NewImport } from "@/modules/platform/data/imports/components/new-import";

export const metadata: Metadata = { title: "New import" };

export default function NewImportPage() {
  return <NewImport />;
}
