export { searchInput, searchOutput } from "@/lib/search";
