// Generated from the migrations by `npm run types`: do not edit.
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
      companies: {
        Row: {
          company_group: string | null;
          content_hash: string;
          created_at: string;
          customer_since: string | null;
          customer_until: string | null;
          document: string | null;
          external_id: string | null;
          gone_at: string | null;
          gone_by_job: string | null;
          id: string;
          is_active: boolean | null;
          legal_name: string;
          monthly_fee: number | null;
          phone: string | null;
          registered_on: string | null;
          state: string | null;
          tax_regime: string | null;
          tenant_id: string;
          trade_name: string | null;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          company_group?: string | null;
          content_hash: string;
          created_at?: string;
          customer_since?: string | null;
          customer_until?: string | null;
          document?: string | null;
          external_id?: string | null;
          gone_at?: string | null;
          gone_by_job?: string | null;
          id?: string;
          is_active?: boolean | null;
          legal_name: string;
          monthly_fee?: number | null;
          phone?: string | null;
          registered_on?: string | null;
          state?: string | null;
          tax_regime?: string | null;
          tenant_id: string;
          trade_name?: string | null;
          updated_at?: string;
        };
        Update: {
          company_group?: string | null;
          content_hash?: string;
          created_at?: string;
          customer_since?: string | null;
          customer_until?: string | null;
          document?: string | null;
          external_id?: string | null;
          gone_at?: string | null;
          gone_by_job?: string | null;
          id?: string;
          is_active?: boolean | null;
          legal_name?: string;
          monthly_fee?: number | null;
          phone?: string | null;
          registered_on?: string | null;
          state?: string | null;
          tax_regime?: string | null;
          tenant_id?: string;
          trade_name?: string | null;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'companies_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'tenants';
            referencedColumns: ['id'];
          },
        ];
      };
      contact_decisions: {
        Row: {
          company_id: string | null;
          contact_id: string;
          decided_at: string;
          decided_by: string | null;
          decision: string;
          tenant_id: string;
        };
        ComputedFields: never;
        Insert: {
          company_id?: string | null;
          contact_id: string;
          decided_at?: string;
          decided_by?: string | null;
          decision: string;
          tenant_id: string;
        };
        Update: {
          company_id?: string | null;
          contact_id?: string;
          decided_at?: string;
          decided_by?: string | null;
          decision?: string;
          tenant_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'company_is_of_the_same_tenant';
            columns: ['tenant_id', 'company_id'];
            isOneToOne: false;
            referencedRelation: 'companies';
            referencedColumns: ['tenant_id', 'id'];
          },
          {
            foreignKeyName: 'contact_decisions_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'tenants';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'contact_is_of_the_same_tenant';
            columns: ['tenant_id', 'contact_id'];
            isOneToOne: false;
            referencedRelation: 'contacts';
            referencedColumns: ['tenant_id', 'id'];
          },
        ];
      };
      contacts: {
        Row: {
          company_id: string | null;
          content_hash: string;
          created_at: string;
          email: string | null;
          external_id: string;
          gone_at: string | null;
          gone_by_job: string | null;
          id: string;
          match_status: string;
          name: string | null;
          number: string | null;
          similarity: number | null;
          tenant_id: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          company_id?: string | null;
          content_hash: string;
          created_at?: string;
          email?: string | null;
          external_id: string;
          gone_at?: string | null;
          gone_by_job?: string | null;
          id?: string;
          match_status?: string;
          name?: string | null;
          number?: string | null;
          similarity?: number | null;
          tenant_id: string;
          updated_at?: string;
        };
        Update: {
          company_id?: string | null;
          content_hash?: string;
          created_at?: string;
          email?: string | null;
          external_id?: string;
          gone_at?: string | null;
          gone_by_job?: string | null;
          id?: string;
          match_status?: string;
          name?: string | null;
          number?: string | null;
          similarity?: number | null;
          tenant_id?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'company_is_of_the_same_tenant';
            columns: ['tenant_id', 'company_id'];
            isOneToOne: false;
            referencedRelation: 'companies';
            referencedColumns: ['tenant_id', 'id'];
          },
          {
            foreignKeyName: 'contacts_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'tenants';
            referencedColumns: ['id'];
          },
        ];
      };
      integration_changes: {
        Row: {
          created_at: string;
          entity: string;
          fields: NonNullable<Json>;
          id: number;
          job_id: string;
          kind: string;
          label: string;
          provider_slug: string;
          reason: string | null;
          record_id: string | null;
          tenant_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          entity: string;
          fields?: NonNullable<Json>;
          id?: never;
          job_id: string;
          kind: string;
          label: string;
          provider_slug: string;
          reason?: string | null;
          record_id?: string | null;
          tenant_id: string;
        };
        Update: {
          created_at?: string;
          entity?: string;
          fields?: NonNullable<Json>;
          id?: never;
          job_id?: string;
          kind?: string;
          label?: string;
          provider_slug?: string;
          reason?: string | null;
          record_id?: string | null;
          tenant_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'integration_changes_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'tenants';
            referencedColumns: ['id'];
          },
        ];
      };
      integration_events: {
        Row: {
          action: string;
          actor_id: string | null;
          created_at: string;
          details: NonNullable<Json>;
          id: number;
          job_id: string | null;
          provider_slug: string | null;
          tenant_id: string;
        };
        ComputedFields: never;
        Insert: {
          action: string;
          actor_id?: string | null;
          created_at?: string;
          details?: NonNullable<Json>;
          id?: never;
          job_id?: string | null;
          provider_slug?: string | null;
          tenant_id: string;
        };
        Update: {
          action?: string;
          actor_id?: string | null;
          created_at?: string;
          details?: NonNullable<Json>;
          id?: never;
          job_id?: string | null;
          provider_slug?: string | null;
          tenant_id?: string;
        };
        Relationships: [];
      };
      integration_jobs: {
        Row: {
          attempts: number;
          canceled_by: string | null;
          created_at: string;
          created_by: string | null;
          error_code: string | null;
          error_message: string | null;
          execution_time_ms: number | null;
          finished_at: string | null;
          id: string;
          max_attempts: number;
          payload: NonNullable<Json>;
          processed_count: number;
          progress: number;
          provider_slug: string;
          read_began_at: string | null;
          result: Json | null;
          resumed_from: string | null;
          run_after: string;
          started_at: string | null;
          status: string;
          step: string | null;
          tenant_id: string;
          total_count: number | null;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          attempts?: number;
          canceled_by?: string | null;
          created_at?: string;
          created_by?: string | null;
          error_code?: string | null;
          error_message?: string | null;
          execution_time_ms?: number | null;
          finished_at?: string | null;
          id?: string;
          max_attempts?: number;
          payload?: NonNullable<Json>;
          processed_count?: number;
          progress?: number;
          provider_slug: string;
          read_began_at?: string | null;
          result?: Json | null;
          resumed_from?: string | null;
          run_after?: string;
          started_at?: string | null;
          status?: string;
          step?: string | null;
          tenant_id: string;
          total_count?: number | null;
          updated_at?: string;
        };
        Update: {
          attempts?: number;
          canceled_by?: string | null;
          created_at?: string;
          created_by?: string | null;
          error_code?: string | null;
          error_message?: string | null;
          execution_time_ms?: number | null;
          finished_at?: string | null;
          id?: string;
          max_attempts?: number;
          payload?: NonNullable<Json>;
          processed_count?: number;
          progress?: number;
          provider_slug?: string;
          read_began_at?: string | null;
          result?: Json | null;
          resumed_from?: string | null;
          run_after?: string;
          started_at?: string | null;
          status?: string;
          step?: string | null;
          tenant_id?: string;
          total_count?: number | null;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'job_belongs_to_an_integration';
            columns: ['tenant_id', 'provider_slug'];
            isOneToOne: false;
            referencedRelation: 'tenant_integrations';
            referencedColumns: ['tenant_id', 'provider_slug'];
          },
        ];
      };
      integration_logs: {
        Row: {
          attempt: number;
          claimed_at: string | null;
          created_at: string;
          error_code: string | null;
          error_message: string | null;
          execution_id: string;
          execution_time_ms: number | null;
          id: string;
          integration: string;
          job_id: string | null;
          payload: NonNullable<Json>;
          provider_slug: string;
          response: Json | null;
          status: string;
          tenant_id: string;
          total_ignored: number;
          total_matched: number;
          total_processados: number;
          total_review: number;
          worker: string | null;
        };
        ComputedFields: never;
        Insert: {
          attempt: number;
          claimed_at?: string | null;
          created_at?: string;
          error_code?: string | null;
          error_message?: string | null;
          execution_id: string;
          execution_time_ms?: number | null;
          id?: string;
          integration: string;
          job_id?: string | null;
          payload?: NonNullable<Json>;
          provider_slug: string;
          response?: Json | null;
          status: string;
          tenant_id: string;
          total_ignored?: number;
          total_matched?: number;
          total_processados?: number;
          total_review?: number;
          worker?: string | null;
        };
        Update: {
          attempt?: number;
          claimed_at?: string | null;
          created_at?: string;
          error_code?: string | null;
          error_message?: string | null;
          execution_id?: string;
          execution_time_ms?: number | null;
          id?: string;
          integration?: string;
          job_id?: string | null;
          payload?: NonNullable<Json>;
          provider_slug?: string;
          response?: Json | null;
          status?: string;
          tenant_id?: string;
          total_ignored?: number;
          total_matched?: number;
          total_processados?: number;
          total_review?: number;
          worker?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'integration_logs_job_id_fkey';
            columns: ['job_id'];
            isOneToOne: false;
            referencedRelation: 'integration_jobs';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'integration_logs_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'tenants';
            referencedColumns: ['id'];
          },
        ];
      };
      integration_providers: {
        Row: {
          base_url_example: string | null;
          calls_per_minute: number | null;
          category: string;
          config_schema: NonNullable<Json>;
          credential_help: string;
          credential_name: string;
          default_base_url: string | null;
          description: string;
          function_name: string;
          name: string;
          paused_at: string | null;
          reads_changes: boolean;
          record_key: string;
          slug: string;
          upsert_function: string;
        };
        ComputedFields: never;
        Insert: {
          base_url_example?: string | null;
          calls_per_minute?: number | null;
          category: string;
          config_schema?: NonNullable<Json>;
          credential_help?: string;
          credential_name?: string;
          default_base_url?: string | null;
          description: string;
          function_name: string;
          name: string;
          paused_at?: string | null;
          reads_changes?: boolean;
          record_key?: string;
          slug: string;
          upsert_function: string;
        };
        Update: {
          base_url_example?: string | null;
          calls_per_minute?: number | null;
          category?: string;
          config_schema?: NonNullable<Json>;
          credential_help?: string;
          credential_name?: string;
          default_base_url?: string | null;
          description?: string;
          function_name?: string;
          name?: string;
          paused_at?: string | null;
          reads_changes?: boolean;
          record_key?: string;
          slug?: string;
          upsert_function?: string;
        };
        Relationships: [];
      };
      integration_run_log: {
        Row: {
          attempt: number;
          calls: number | null;
          changed: number;
          claimed_at: string | null;
          created_at: string;
          entry: number;
          http_status: number | null;
          job_id: string;
          kind: string;
          message: string | null;
          page: number;
          pages: number;
          problems: number;
          read_ms: number | null;
          records: number;
          tenant_id: string;
          waits_until: string | null;
          worker: string | null;
        };
        ComputedFields: never;
        Insert: {
          attempt: number;
          calls?: number | null;
          changed?: number;
          claimed_at?: string | null;
          created_at?: string;
          entry: number;
          http_status?: number | null;
          job_id: string;
          kind: string;
          message?: string | null;
          page: number;
          pages?: number;
          problems?: number;
          read_ms?: number | null;
          records?: number;
          tenant_id: string;
          waits_until?: string | null;
          worker?: string | null;
        };
        Update: {
          attempt?: number;
          calls?: number | null;
          changed?: number;
          claimed_at?: string | null;
          created_at?: string;
          entry?: number;
          http_status?: number | null;
          job_id?: string;
          kind?: string;
          message?: string | null;
          page?: number;
          pages?: number;
          problems?: number;
          read_ms?: number | null;
          records?: number;
          tenant_id?: string;
          waits_until?: string | null;
          worker?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'integration_run_log_job_id_fkey';
            columns: ['job_id'];
            isOneToOne: false;
            referencedRelation: 'integration_jobs';
            referencedColumns: ['id'];
          },
        ];
      };
      notification_deliveries: {
        Row: {
          attempts: number;
          created_at: string;
          ended_at: string | null;
          id: string;
          incident_id: string | null;
          kind: string;
          last_answer: string | null;
          last_attempt_at: string | null;
          last_status: number | null;
          next_attempt_at: string;
          requested_by: string | null;
          status: string;
          tenant_id: string;
          user_id: string | null;
          webhook_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          attempts?: number;
          created_at?: string;
          ended_at?: string | null;
          id?: string;
          incident_id?: string | null;
          kind: string;
          last_answer?: string | null;
          last_attempt_at?: string | null;
          last_status?: number | null;
          next_attempt_at?: string;
          requested_by?: string | null;
          status?: string;
          tenant_id: string;
          user_id?: string | null;
          webhook_id?: string | null;
        };
        Update: {
          attempts?: number;
          created_at?: string;
          ended_at?: string | null;
          id?: string;
          incident_id?: string | null;
          kind?: string;
          last_answer?: string | null;
          last_attempt_at?: string | null;
          last_status?: number | null;
          next_attempt_at?: string;
          requested_by?: string | null;
          status?: string;
          tenant_id?: string;
          user_id?: string | null;
          webhook_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'notification_deliveries_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'tenants';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'notification_deliveries_webhook_id_fkey';
            columns: ['webhook_id'];
            isOneToOne: false;
            referencedRelation: 'notification_webhooks';
            referencedColumns: ['id'];
          },
        ];
      };
      notification_preferences: {
        Row: {
          email: string[];
          in_app: string[];
          tenant_id: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          email: string[];
          in_app: string[];
          tenant_id: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          email?: string[];
          in_app?: string[];
          tenant_id?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'notification_preferences_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'tenants';
            referencedColumns: ['id'];
          },
        ];
      };
      notification_webhooks: {
        Row: {
          created_at: string;
          created_by: string | null;
          host: string;
          id: string;
          is_enabled: boolean;
          kinds: string[];
          tenant_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          created_by?: string | null;
          host: string;
          id?: string;
          is_enabled?: boolean;
          kinds: string[];
          tenant_id: string;
        };
        Update: {
          created_at?: string;
          created_by?: string | null;
          host?: string;
          id?: string;
          is_enabled?: boolean;
          kinds?: string[];
          tenant_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'notification_webhooks_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'tenants';
            referencedColumns: ['id'];
          },
        ];
      };
      notifications: {
        Row: {
          began_at: string | null;
          cause: string | null;
          failures: number | null;
          happened_at: string;
          id: string;
          incident_id: string | null;
          kind: string;
          message: string | null;
          provider_slug: string | null;
          read_at: string | null;
          tenant_id: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          began_at?: string | null;
          cause?: string | null;
          failures?: number | null;
          happened_at?: string;
          id?: string;
          incident_id?: string | null;
          kind: string;
          message?: string | null;
          provider_slug?: string | null;
          read_at?: string | null;
          tenant_id: string;
          user_id: string;
        };
        Update: {
          began_at?: string | null;
          cause?: string | null;
          failures?: number | null;
          happened_at?: string;
          id?: string;
          incident_id?: string | null;
          kind?: string;
          message?: string | null;
          provider_slug?: string | null;
          read_at?: string | null;
          tenant_id?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'notifications_provider_slug_fkey';
            columns: ['provider_slug'];
            isOneToOne: false;
            referencedRelation: 'integration_providers';
            referencedColumns: ['slug'];
          },
          {
            foreignKeyName: 'notifications_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'tenants';
            referencedColumns: ['id'];
          },
        ];
      };
      receivables: {
        Row: {
          amount: number;
          company_id: string | null;
          competence_on: string | null;
          content_hash: string;
          created_at: string;
          customer_name: string | null;
          document: string | null;
          due_on: string;
          gone_at: string | null;
          gone_by_job: string | null;
          guid: string;
          id: string;
          installment: number | null;
          installments: number | null;
          invoice_id: string | null;
          paid_on: string | null;
          payment_method: string | null;
          tenant_id: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          amount: number;
          company_id?: string | null;
          competence_on?: string | null;
          content_hash: string;
          created_at?: string;
          customer_name?: string | null;
          document?: string | null;
          due_on: string;
          gone_at?: string | null;
          gone_by_job?: string | null;
          guid: string;
          id?: string;
          installment?: number | null;
          installments?: number | null;
          invoice_id?: string | null;
          paid_on?: string | null;
          payment_method?: string | null;
          tenant_id: string;
          updated_at?: string;
        };
        Update: {
          amount?: number;
          company_id?: string | null;
          competence_on?: string | null;
          content_hash?: string;
          created_at?: string;
          customer_name?: string | null;
          document?: string | null;
          due_on?: string;
          gone_at?: string | null;
          gone_by_job?: string | null;
          guid?: string;
          id?: string;
          installment?: number | null;
          installments?: number | null;
          invoice_id?: string | null;
          paid_on?: string | null;
          payment_method?: string | null;
          tenant_id?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'company_is_of_the_same_tenant';
            columns: ['tenant_id', 'company_id'];
            isOneToOne: false;
            referencedRelation: 'companies';
            referencedColumns: ['tenant_id', 'id'];
          },
          {
            foreignKeyName: 'receivables_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'tenants';
            referencedColumns: ['id'];
          },
        ];
      };
      tenant_integrations: {
        Row: {
          base_url: string | null;
          config: NonNullable<Json>;
          created_at: string;
          credentials_updated_at: string | null;
          failing_since: string | null;
          failures_in_row: number;
          id: string;
          is_enabled: boolean;
          last_error: string | null;
          last_error_code: string | null;
          last_run: string | null;
          last_status: string | null;
          next_run_at: string | null;
          pause_at_failures: number | null;
          provider_slug: string;
          removed_at: string | null;
          schedule_kind: string;
          schedule_pause_code: string | null;
          schedule_paused_at: string | null;
          schedule_time: string | null;
          schedule_weekday: number | null;
          settings_changed_at: string;
          tenant_id: string;
          test_result: string | null;
          tested_at: string | null;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          base_url?: string | null;
          config?: NonNullable<Json>;
          created_at?: string;
          credentials_updated_at?: string | null;
          failing_since?: string | null;
          failures_in_row?: number;
          id?: string;
          is_enabled?: boolean;
          last_error?: string | null;
          last_error_code?: string | null;
          last_run?: string | null;
          last_status?: string | null;
          next_run_at?: string | null;
          pause_at_failures?: number | null;
          provider_slug: string;
          removed_at?: string | null;
          schedule_kind?: string;
          schedule_pause_code?: string | null;
          schedule_paused_at?: string | null;
          schedule_time?: string | null;
          schedule_weekday?: number | null;
          settings_changed_at?: string;
          tenant_id: string;
          test_result?: string | null;
          tested_at?: string | null;
          updated_at?: string;
        };
        Update: {
          base_url?: string | null;
          config?: NonNullable<Json>;
          created_at?: string;
          credentials_updated_at?: string | null;
          failing_since?: string | null;
          failures_in_row?: number;
          id?: string;
          is_enabled?: boolean;
          last_error?: string | null;
          last_error_code?: string | null;
          last_run?: string | null;
          last_status?: string | null;
          next_run_at?: string | null;
          pause_at_failures?: number | null;
          provider_slug?: string;
          removed_at?: string | null;
          schedule_kind?: string;
          schedule_pause_code?: string | null;
          schedule_paused_at?: string | null;
          schedule_time?: string | null;
          schedule_weekday?: number | null;
          settings_changed_at?: string;
          tenant_id?: string;
          test_result?: string | null;
          tested_at?: string | null;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'tenant_integrations_provider_slug_fkey';
            columns: ['provider_slug'];
            isOneToOne: false;
            referencedRelation: 'integration_providers';
            referencedColumns: ['slug'];
          },
          {
            foreignKeyName: 'tenant_integrations_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'tenants';
            referencedColumns: ['id'];
          },
        ];
      };
      tenant_members: {
        Row: {
          created_at: string;
          invited_by: string | null;
          role: string;
          tenant_id: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          invited_by?: string | null;
          role: string;
          tenant_id: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          invited_by?: string | null;
          role?: string;
          tenant_id?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'tenant_members_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'tenants';
            referencedColumns: ['id'];
          },
        ];
      };
      tenants: {
        Row: {
          created_at: string;
          id: string;
          name: string;
          slug: string;
          time_zone: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          id?: string;
          name: string;
          slug: string;
          time_zone?: string;
        };
        Update: {
          created_at?: string;
          id?: string;
          name?: string;
          slug?: string;
          time_zone?: string;
        };
        Relationships: [];
      };
    };
    Views: {
      [_ in never]: never;
    };
    Functions: {
      add_invited_tenant_member: {
        Args: { p_email: string; p_inviter_id: string; p_role: string; p_tenant_id: string };
        Returns: Json;
      };
      add_notification_webhook: { Args: { p_kinds: string[]; p_tenant_id: string; p_url: string }; Returns: Json };
      add_tenant_integration: {
        Args: { p_base_url?: string; p_credential?: string; p_provider_slug: string; p_tenant_id: string };
        Returns: string;
      };
      begin_integration_connection_test: {
        Args: { p_provider_slug: string; p_tenant_id: string; p_user_id: string };
        Returns: number;
      };
      can_send_notification_mail: { Args: Record<PropertyKey, never>; Returns: boolean };
      change_notification_webhook: {
        Args: { p_id: string; p_is_enabled: boolean; p_kinds: string[] };
        Returns: undefined;
      };
      change_queue_setting: { Args: { p_name: string; p_value: number }; Returns: undefined };
      claim_integration_job: { Args: { p_worker: string }; Returns: Json };
      claim_integration_jobs: { Args: { p_limit: number; p_worker: string }; Returns: Json };
      claim_notification_deliveries: { Args: { p_limit?: number }; Returns: Json };
      confirm_integration_removals: { Args: { p_job_id: string }; Returns: Json };
      contact_candidates: {
        Args: { p_contact_ids: string[]; p_tenant_id: string };
        Returns: {
          company_id: string;
          contact_id: string;
          document: string;
          is_active: boolean;
          legal_name: string;
          likeness: number;
          reasons: string[];
          trade_name: string;
        }[];
      };
      contacts_to_review: {
        Args: { p_limit?: number; p_search?: string; p_tenant_id: string };
        Returns: {
          id: string;
          name: string;
          number: string;
        }[];
      };
      count_integration_jobs: {
        Args: {
          p_error_code?: string;
          p_from?: string;
          p_id?: string;
          p_is_scheduled?: boolean;
          p_provider_slug?: string;
          p_started_by?: string;
          p_status?: string;
          p_tenant_ids: string[];
          p_until?: string;
        };
        Returns: number;
      };
      create_tenant: {
        Args: { p_admin_email: string; p_name: string; p_slug: string; p_time_zone: string };
        Returns: string;
      };
      decide_contacts: { Args: { p_decisions: Json; p_tenant_id: string }; Returns: Json };
      enqueue_integration_jobs: {
        Args: { p_provider_slugs: string[]; p_tenant_id: string };
        Returns: {
          job_id: string;
          outcome: string;
          provider_slug: string;
        }[];
      };
      fail_integration_job: {
        Args: {
          p_code: string;
          p_job_id: string;
          p_kind: string;
          p_lease_token: string;
          p_message: string;
          p_retry_after_seconds?: number;
        };
        Returns: Json;
      };
      finish_integration_job: { Args: { p_job_id: string; p_lease_token: string }; Returns: Json };
      finish_integration_jobs: { Args: { p_leases: Json }; Returns: Json };
      heartbeat_integration_job: { Args: { p_job_id: string; p_lease_token: string }; Returns: Json };
      heartbeat_integration_jobs: { Args: { p_leases: Json }; Returns: Json };
      integration_freshness: {
        Args: { p_tenant_id: string };
        Returns: {
          last_success: Json;
          provider_slug: string;
          runs: Json;
        }[];
      };
      integration_job_attempts: { Args: { p_job_ids: string[] }; Returns: Json };
      integration_overview: { Args: { p_provider_slug: string; p_tenant_id: string }; Returns: Json };
      integration_queue_health: { Args: Record<PropertyKey, never>; Returns: Json };
      integration_queue_place: { Args: { p_job_id: string }; Returns: Json };
      integration_queue_status: { Args: Record<PropertyKey, never>; Returns: Json };
      integration_queue_tick: { Args: Record<PropertyKey, never>; Returns: Json };
      integration_removals_pending: { Args: { p_job_id: string }; Returns: boolean };
      integration_resume_points: { Args: { p_job_ids: string[] }; Returns: Json };
      integration_retention: { Args: Record<PropertyKey, never>; Returns: Json };
      integration_timeline: {
        Args: {
          p_before_at?: string;
          p_before_key?: string;
          p_limit?: number;
          p_provider_slug: string;
          p_tenant_id: string;
        };
        Returns: {
          at: string;
          entry: Json;
          key: string;
          kind: string;
        }[];
      };
      is_integration_worker_key: { Args: { p_key: string }; Returns: boolean };
      newest_integration_jobs: {
        Args: { p_tenant_id: string };
        Returns: {
          attempts: number;
          canceled_by: string | null;
          created_at: string;
          created_by: string | null;
          error_code: string | null;
          error_message: string | null;
          execution_time_ms: number | null;
          finished_at: string | null;
          id: string;
          max_attempts: number;
          payload: NonNullable<Json>;
          processed_count: number;
          progress: number;
          provider_slug: string;
          read_began_at: string | null;
          result: Json | null;
          resumed_from: string | null;
          run_after: string;
          started_at: string | null;
          status: string;
          step: string | null;
          tenant_id: string;
          total_count: number | null;
          updated_at: string;
        }[];
        SetofOptions: {
          from: '*';
          to: 'integration_jobs';
          isOneToOne: false;
          isSetofReturn: true;
        };
      };
      note_integration_connection_test: {
        Args: { p_is_stored: boolean; p_result: string; p_test_id: number };
        Returns: undefined;
      };
      open_integration_connection_test: {
        Args: { p_provider_slug: string; p_tenant_id: string; p_user_id: string };
        Returns: Json;
      };
      open_integration_slice: { Args: { p_job_id: string; p_lease_token: string }; Returns: Json };
      pause_integration_queue: { Args: { p_is_paused: boolean; p_provider_slug?: string }; Returns: undefined };
      read_integration_operation: { Args: Record<PropertyKey, never>; Returns: Json };
      read_integration_run_log: { Args: { p_from?: number; p_job_id: string; p_limit?: number }; Returns: Json };
      read_notifications: { Args: { p_id?: string; p_until: string }; Returns: undefined };
      release_integration_job: { Args: { p_job_id: string }; Returns: undefined };
      remove_notification_webhook: { Args: { p_id: string }; Returns: undefined };
      remove_tenant_integration: { Args: { p_provider_slug: string; p_tenant_id: string }; Returns: number };
      remove_tenant_member: { Args: { p_tenant_id: string; p_user_id: string }; Returns: undefined };
      reserve_integration_calls: { Args: { p_job_id: string; p_lease_token: string }; Returns: Json };
      resume_integration_schedule: { Args: { p_provider_slug: string; p_tenant_id: string }; Returns: string };
      save_notification_preferences: {
        Args: { p_email: string[]; p_in_app: string[]; p_tenant_id: string };
        Returns: undefined;
      };
      search_companies: {
        Args: { p_limit?: number; p_search: string; p_tenant_id: string };
        Returns: {
          document: string;
          id: string;
          legal_name: string;
        }[];
      };
      search_integration_changes: {
        Args: { p_after?: number; p_job_id: string; p_kind?: string; p_limit?: number; p_search?: string };
        Returns: {
          created_at: string;
          entity: string;
          fields: NonNullable<Json>;
          id: number;
          job_id: string;
          kind: string;
          label: string;
          provider_slug: string;
          reason: string | null;
          record_id: string | null;
          tenant_id: string;
        }[];
        SetofOptions: {
          from: '*';
          to: 'integration_changes';
          isOneToOne: false;
          isSetofReturn: true;
        };
      };
      search_integration_jobs: {
        Args: {
          p_after_created_at?: string;
          p_after_id?: string;
          p_error_code?: string;
          p_from?: string;
          p_id?: string;
          p_is_scheduled?: boolean;
          p_limit?: number;
          p_provider_slug?: string;
          p_started_by?: string;
          p_status?: string;
          p_tenant_ids: string[];
          p_until?: string;
        };
        Returns: {
          attempts: number;
          canceled_by: string | null;
          created_at: string;
          created_by: string | null;
          error_code: string | null;
          error_message: string | null;
          execution_time_ms: number | null;
          finished_at: string | null;
          id: string;
          max_attempts: number;
          payload: NonNullable<Json>;
          processed_count: number;
          progress: number;
          provider_slug: string;
          read_began_at: string | null;
          result: Json | null;
          resumed_from: string | null;
          run_after: string;
          started_at: string | null;
          status: string;
          step: string | null;
          tenant_id: string;
          total_count: number | null;
          updated_at: string;
        }[];
        SetofOptions: {
          from: '*';
          to: 'integration_jobs';
          isOneToOne: false;
          isSetofReturn: true;
        };
      };
      search_integration_states: {
        Args: { p_after?: Json; p_limit?: number; p_search?: string; p_states?: string[] };
        Returns: Json;
      };
      set_integration_credential: {
        Args: { p_credential: string; p_provider_slug: string; p_tenant_id: string };
        Returns: undefined;
      };
      set_tenant_member_role: { Args: { p_role: string; p_tenant_id: string; p_user_id: string }; Returns: undefined };
      settle_notification_delivery: {
        Args: { p_answer: string; p_attempt: number; p_id: string; p_is_sent: boolean; p_status: number };
        Returns: string;
      };
      store_integration_page: {
        Args: {
          p_calls?: Json;
          p_cursor: Json;
          p_is_full?: boolean;
          p_job_id: string;
          p_keys?: string[];
          p_lease_token: string;
          p_problems?: Json;
          p_rows: Json;
          p_scope?: Json;
          p_skipped?: number;
          p_step?: string;
          p_total?: number;
        };
        Returns: Json;
      };
      tenant_people: {
        Args: { p_tenant_id: string };
        Returns: {
          email: string;
          has_come: boolean;
          invited_by: string;
          member_since: string;
          name: string;
          role: string;
          user_id: string;
        }[];
      };
      test_notification: { Args: { p_channel: string; p_tenant_id: string; p_webhook_id?: string }; Returns: string };
      yield_integration_job: { Args: { p_job_id: string; p_lease_token: string }; Returns: Json };
    };
    Enums: {
      [_ in never]: never;
    };
    CompositeTypes: {
      [_ in never]: never;
    };
  };
};

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>];

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
      Row: infer R;
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    ? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R;
      }
      ? R
      : never
    : never;

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Insert: infer I;
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I;
      }
      ? I
      : never
    : never;

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Update: infer U;
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U;
      }
      ? U
      : never
    : never;

export type Enums<
  DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums'] | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
    : never = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
    ? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
    : never;

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema['CompositeTypes']
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
    : never = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
    ? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
    : never;

export const Constants = {
  public: {
    Enums: {},
  },
} as const;
