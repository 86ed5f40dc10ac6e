import type { Metadata } from "next";
import { SettingsIndex } from "./settings-index";

export const metadata: Metadata = { title: "Settings" };

export default function SettingsStartPage() {
  return <SettingsIndex />;
}
