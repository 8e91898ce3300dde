/** What somebody configured, completed by what was started. */
import { parseSettings, type Settings } from '#lib/env.ts'

/** What the operator set, with what was started in place of the rest. */
export function completeSettings(settings: Settings, variables: Record<string, string>): Settings {
  const set = Object.entries(settings).map(([name, value]) => [name, String(value)])
  return parseSettings({ ...Object.fromEntries(set), ...variables })
}
