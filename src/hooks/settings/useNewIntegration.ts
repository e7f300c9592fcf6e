import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AppError, errorText } from '../../lib/data/errors.ts';
import { keys } from '../../lib/data/keys.ts';
import { addIntegration, setCredential, updateIntegration } from '../../lib/integrations/commands.ts';
import type { SetupStep } from '../../lib/integrations/setup.ts';
import type { ErrorText } from '../../lib/labels/errors.ts';
import type { ConnectionTexts } from '../../lib/settings/connection.ts';
import { testConnection } from '../../lib/settings/connection-test.ts';
import { useLiveJobs } from '../useLiveJobs.ts';
import { useTenant } from '../useTenant.ts';

export interface NewIntegrationFlow {
  /** What is being done; null = nothing. */
  busy: SetupStep | null;
  /** Where the last try ended, and why; null = it did not fail. */
  failed: { step: SetupStep; text: ErrorText } | null;
  /** What was done so far; it is not done again. */
  done: ReadonlySet<SetupStep>;
  /** Settles when the run is there, or at what failed; never rejects. */
  submit: (texts: ConnectionTexts) => Promise<void>;
}

/** A step that did not go through, with the words for it. */
class StepFailure extends Error {
  readonly text: ErrorText;
  constructor(text: ErrorText) {
    super(text.title);
    this.text = text;
  }
}

/**
 * Adds an integration, tests it, switches it on and starts its first run, and stops at what fails: what was done by then stays, and the
 * next try goes on from there, with what stands in the form then. `onStarted` gets called when the run is there.
 */
export function useNewIntegration(slug: string, onStarted: () => void): NewIntegrationFlow {
  const { tenant } = useTenant();
  const { submitJob } = useLiveJobs();
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState<SetupStep | null>(null);
  const [failed, setFailed] = useState<NewIntegrationFlow['failed']>(null);
  const [done, setDone] = useState<ReadonlySet<SetupStep>>(new Set());
  const [added, setAdded] = useState<{ id: string; baseUrl: string } | null>(null);

  const save = async ({ baseUrl, credential }: ConnectionTexts): Promise<string> => {
    if (added === null) {
      const id = await addIntegration(tenant.id, { slug, baseUrl: baseUrl === '' ? null : baseUrl, credential });
      setAdded({ id, baseUrl });
      return id;
    }
    // The address first: a credential belongs to the host that it was given for.
    if (baseUrl !== added.baseUrl) {
      await updateIntegration(added.id, { base_url: baseUrl === '' ? null : baseUrl });
      setAdded({ id: added.id, baseUrl });
    }
    if (credential !== '') await setCredential(tenant.id, slug, credential);
    return added.id;
  };

  const submit = async (texts: ConnectionTexts) => {
    if (busy !== null) return;
    let step: SetupStep = 'credential';
    const passed = new Set<SetupStep>();
    const begin = (next: SetupStep) => {
      if (next !== 'credential') passed.add(step);
      step = next;
      setBusy(next);
      setDone(new Set(passed));
    };
    setFailed(null);
    try {
      begin('credential');
      const id = await save({ baseUrl: texts.baseUrl.trim(), credential: texts.credential.trim() });
      begin('test');
      const refusal = await testConnection({ tenantId: tenant.id, slug, baseUrl: null, credential: null });
      if (refusal !== null) throw new StepFailure(refusal);
      begin('activation');
      await updateIntegration(id, { is_enabled: true });
      begin('run');
      await submitJob(tenant.id, slug).catch((error: unknown) => {
        // Somebody else was faster: the run that is wanted is there.
        if (!(error instanceof AppError && error.code === 'job_already_active')) throw error;
      });
      await queryClient.invalidateQueries({ queryKey: keys.integrations(tenant.id) });
      onStarted();
    } catch (error) {
      setFailed({ step, text: error instanceof StepFailure ? error.text : errorText(error) });
      void queryClient.invalidateQueries({ queryKey: keys.integrations(tenant.id) });
    } finally {
      setBusy(null);
    }
  };
  return { busy, failed, done, submit };
}
