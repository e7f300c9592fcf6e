import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjectConfig } from '../project-config.ts';

/** A mail that the local stack did not send anywhere: it is shown on a page of the stack. */
export interface Mail {
  to: string;
  subject: string;
  html: string;
  /** ISO. */
  at: string;
  /** Of a mail of the product itself: the same key is the same mail. */
  key?: string;
}

export interface MailboxOptions {
  /** Where the mails are kept. */
  dataDir: string;
  /** Templates are named relative to it. */
  projectDir: string;
  siteUrl: string;
  project: Pick<ProjectConfig, 'auth'>;
}

/** Mails by kind, as the official CLI's `[auth.email.template.<kind>]` names them. */
export type MailKind = 'invite' | 'recovery';

/** As in seed.sql. Worth nothing: the service sends no mail anywhere. */
const LOCAL_MAIL_KEY = 'local-mail-key';

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** Keeps mails in a file of the local data and fills the project's own templates, the ones that the platform gets. */
export class Mailbox {
  readonly #file: string;
  readonly #projectDir: string;
  readonly #templates: ProjectConfig['auth']['email']['template'];
  readonly #siteUrl: string;

  constructor({ dataDir, projectDir, siteUrl, project }: MailboxOptions) {
    this.#file = join(dataDir, 'mails.jsonl');
    this.#projectDir = projectDir;
    this.#templates = project.auth.email.template;
    this.#siteUrl = siteUrl;
  }

  /** "Sends" a mail of the given kind. `tokenHash` is what the link of the template carries. */
  async send(kind: MailKind, to: string, tokenHash: string): Promise<void> {
    const template = this.#templates[kind];
    if (!template) throw new Error(`Send a mail: supabase/config.toml has no [auth.email.template.${kind}]`);
    const text = await readFile(join(this.#projectDir, template.content_path), 'utf8');
    const values: Record<string, string> = { SiteURL: this.#siteUrl, TokenHash: tokenHash, Email: to };
    const html = text.replace(/\{\{\s*\.(\w+)\s*\}\}/g, (_all, name: string) => escapeHtml(values[name] ?? ''));
    const mail: Mail = { to, subject: template.subject, html, at: new Date().toISOString() };
    await appendFile(this.#file, `${JSON.stringify(mail)}\n`);
  }

  /** The HTTP mail service of the product's own mails, as hosted ones are: POST {from, to, subject, html} with a bearer key. */
  async accept(request: Request): Promise<Response> {
    if (request.headers.get('authorization') !== `Bearer ${LOCAL_MAIL_KEY}`) return Response.json({}, { status: 401 });
    const { to, subject, html } = (await request.json()) as { to: string[]; subject: string; html: string };
    const key = request.headers.get('idempotency-key') ?? undefined;
    const isKnown = key !== undefined && (await this.list()).some((mail) => mail.key === key);
    const mail: Mail = { to: to.join(', '), subject, html, at: new Date().toISOString(), key };
    if (!isKnown) await appendFile(this.#file, `${JSON.stringify(mail)}\n`);
    return Response.json({ id: key ?? null });
  }

  /** Newest first. */
  async list(): Promise<Mail[]> {
    const text = await readFile(this.#file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Mail)
      .toReversed();
  }

  /** The mails as a page, each in a frame that runs no script and whose links open in a tab of their own. */
  async page(): Promise<Response> {
    const mails = await this.list();
    const items = mails.map(
      ({
        to,
        subject,
        html,
        at,
      }) => `<li><h2>${escapeHtml(subject)}</h2><p>Para ${escapeHtml(to)}, <time>${at}</time></p>
<iframe title="${escapeHtml(subject)}" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(`<base target="_blank">${html}`)}"></iframe></li>`,
    );
    const body = items.length > 0 ? `<ol>${items.join('')}</ol>` : '<p>Nenhum e-mail foi enviado ainda.</p>';
    return new Response(
      `<!doctype html><html lang="pt-BR"><meta charset="utf-8"><title>E-mails locais</title>
<style>body{font:16px system-ui;max-width:48rem;margin:2rem auto;padding:0 1rem}ol{list-style:none;padding:0}iframe{width:100%;height:16rem;border:1px solid #999}</style>
<h1>E-mails locais</h1><p>O que o Supabase enviaria; aqui nada sai deste computador. <a href="">Atualizar</a></p>${body}</html>`,
      { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } },
    );
  }
}
