import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';

/** What the local stack honours of `supabase/config.toml`. Defaults are the official CLI's. */
const configSchema = z.object({
  api: z
    .object({ schemas: z.array(z.string()).default(['public']), max_rows: z.int().positive().default(1000) })
    .prefault({}),
  auth: z
    .object({
      enable_signup: z.boolean().default(true),
      minimum_password_length: z.int().min(6).default(6),
      /** Attempts to sign in within five minutes. */
      rate_limit: z.object({ sign_in_sign_ups: z.int().positive().default(30) }).prefault({}),
      jwt_expiry: z.int().positive().max(604_800).default(3600),
      email: z
        .object({
          template: z.record(z.string(), z.object({ subject: z.string(), content_path: z.string() })).default({}),
        })
        .prefault({}),
    })
    .prefault({}),
  functions: z
    .record(z.string(), z.object({ enabled: z.boolean().default(true), verify_jwt: z.boolean().default(true) }))
    .default({}),
});
export type ProjectConfig = z.infer<typeof configSchema>;

/** Reads the text of a config.toml. Throws with the place and the reason when it is no TOML or a value is of the wrong kind. */
export function parseProjectConfig(toml: string): ProjectConfig {
  const parsed = configSchema.safeParse(parse(toml));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`Read supabase/config.toml: ${issues.join('; ')}`);
}

/** The settings of a project folder; the defaults where it has no config.toml. */
export async function readProjectConfig(projectDir: string): Promise<ProjectConfig> {
  const toml = await readFile(join(projectDir, 'supabase', 'config.toml'), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    },
  );
  return parseProjectConfig(toml);
}
