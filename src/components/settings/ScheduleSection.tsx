import { type SubmitEvent, useRef, useState } from 'react';
import { useSettingsForm } from '../../hooks/settings/useSettingsForm.ts';
import { useIntegration } from '../../hooks/useIntegration.ts';
import { useTenant } from '../../hooks/useTenant.ts';
import { schedule as labels } from '../../lib/labels/schedule.ts';
import {
  isSameSchedule,
  isScheduleKind,
  SCHEDULE_KINDS,
  type Schedule,
  scheduleColumns,
  scheduleOf,
  scheduleText,
} from '../../lib/settings/schedule.ts';
import { zoneName } from '../../lib/time/tenant-time.ts';
import { NextRun } from '../jobs/NextRun.tsx';
import { PausedSchedule } from '../remedy/PausedSchedule.tsx';
import { Field } from '../ui/form/Field.tsx';
import { Select } from '../ui/form/Select.tsx';
import { FactList } from './FactList.tsx';
import { SaveBar } from './SaveBar.tsx';
import { SettingsSection } from './SettingsSection.tsx';

/** When the integration runs by itself. */
export function ScheduleSection() {
  const integration = useIntegration();
  const { canChange } = useTenant();
  if (canChange) return <ScheduleForm />;
  return (
    <SettingsSection title={labels.title} error={null}>
      <PausedSchedule />
      <FactList
        facts={[
          [labels.kind, scheduleText(scheduleOf(integration))],
          [labels.next, <NextRunOrWhyNot key="next" />],
        ]}
      />
    </SettingsSection>
  );
}

function ScheduleForm() {
  const integration = useIntegration();
  const { tenant } = useTenant();
  const timeRef = useRef<HTMLInputElement>(null);
  const [isTimeMissing, setIsTimeMissing] = useState(false);
  const form = useSettingsForm<Schedule>({
    name: 'schedule',
    saved: scheduleOf(integration),
    isEqual: isSameSchedule,
    toChange: scheduleColumns,
    savedText: labels.saved,
  });
  const { value } = form;
  const hasTime = value.kind === 'daily' || value.kind === 'weekly';

  const edit = (change: Partial<Schedule>) => {
    setIsTimeMissing(false);
    form.edit({ ...value, ...change });
  };
  const handleSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const isMissing = hasTime && value.time === '';
    setIsTimeMissing(isMissing);
    if (isMissing) timeRef.current?.focus();
    else form.submit();
  };
  const handleDiscard = () => {
    setIsTimeMissing(false);
    form.discard();
  };

  return (
    <SettingsSection title={labels.title} error={form.error}>
      <PausedSchedule />
      <form noValidate onSubmit={handleSubmit} className="space-y-4">
        <div className="grid gap-4 sm:grid-cols-3">
          <Select
            label={labels.kind}
            value={value.kind}
            onChange={({ target }) => isScheduleKind(target.value) && edit({ kind: target.value })}
          >
            {SCHEDULE_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {labels.kinds[kind]}
              </option>
            ))}
          </Select>
          {value.kind === 'weekly' && (
            <Select
              label={labels.weekday}
              value={value.weekday}
              onChange={({ target }) => edit({ weekday: Number(target.value) })}
            >
              {labels.weekdays.map((name, weekday) => (
                <option key={name} value={weekday}>
                  {name}
                </option>
              ))}
            </Select>
          )}
          {hasTime && (
            <Field
              ref={timeRef}
              type="time"
              step={60}
              required
              label={labels.time}
              hint={labels.timeHint(zoneName(tenant.timeZone))}
              value={value.time}
              problem={isTimeMissing ? labels.timeMissing : null}
              onChange={({ target }) => edit({ time: target.value.slice(0, 5) })}
            />
          )}
        </div>
        <p className="text-sm text-muted">
          {labels.next}: <span className="text-ink">{form.isDirty ? labels.nextAfterSave : <NextRunOrWhyNot />}</span>
        </p>
        <SaveBar form={form} label={labels.save} savedText={labels.saved} onDiscard={handleDiscard} />
      </form>
    </SettingsSection>
  );
}

function NextRunOrWhyNot() {
  const integration = useIntegration();
  if (integration.next_run_at !== null) return <NextRun timestamp={integration.next_run_at} isZoneNamed />;
  if (integration.schedule_paused_at !== null) return labels.nextPaused;
  return integration.schedule_kind !== 'off' && !integration.is_enabled ? labels.nextDisabled : labels.nextOff;
}
