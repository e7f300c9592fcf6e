export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  public: {
    Tables: {
      integration_jobs: {
        Row: {
          attempts: number
          canceled_by: string | null
          created_at: string
          created_by: string | null
          error_code: string | null
          error_message: string | null
          execution_time_ms: number | null
          finished_at: string | null
          id: string
          max_attempts: number
          payload: Json
          processed_count: number
          progress: number
          provider_slug: string
          result: Json | null
          run_after: string
          started_at: string | null
          status: string
          step: string | null
          tenant_id: string
          total_count: number | null
          updated_at: string
        }
        Insert: {
          payload?: Json
          provider_slug: string
          tenant_id: string
        }
        Update: {
          status?: string
        }
        Relationships: []
      }
      integration_logs: {
        Row: {
          attempt: number
          created_at: string
          error_code: string | null
          error_message: string | null
          execution_id: string
          execution_time_ms: number | null
          id: string
          integration: string
          job_id: string | null
          payload: Json
          provider_slug: string
          response: Json | null
          status: string
          tenant_id: string
          total_ignored: number
          total_matched: number
          total_processados: number
          total_review: number
        }
        Insert: {
          tenant_id: string
        }
        Update: {
          tenant_id?: string
        }
        Relationships: []
      }
      integration_providers: {
        Row: {
          category: string
          config_schema: Json
          default_base_url: string | null
          description: string
          function_name: string
          name: string
          slug: string
        }
        Insert: {
          slug: string
        }
        Update: {
          slug?: string
        }
        Relationships: []
      }
      tenant_integrations: {
        Row: {
          base_url: string | null
          config: Json
          created_at: string
          credentials_updated_at: string | null
          id: string
          is_enabled: boolean
          last_error: string | null
          last_run: string | null
          last_status: string | null
          provider_slug: string
          tenant_id: string
          updated_at: string
        }
        Insert: {
          base_url?: string | null
          config?: Json
          is_enabled?: boolean
          provider_slug: string
          tenant_id: string
        }
        Update: {
          base_url?: string | null
          config?: Json
          is_enabled?: boolean
        }
        Relationships: [
          {
            foreignKeyName: "tenant_integrations_provider_slug_fkey"
            columns: ["provider_slug"]
            isOneToOne: false
            referencedRelation: "integration_providers"
            referencedColumns: ["slug"]
          },
        ]
      }
      tenant_members: {
        Row: {
          created_at: string
          role: string
          tenant_id: string
          user_id: string
        }
        Insert: {
          role: string
          tenant_id: string
          user_id: string
        }
        Update: {
          role?: string
        }
        Relationships: [
          {
            foreignKeyName: "tenant_members_tenant_id_fkey"
            columns: ["tenant_id"]
            isOneToOne: false
            referencedRelation: "tenants"
            referencedColumns: ["id"]
          },
        ]
      }
      tenants: {
        Row: {
          created_at: string
          id: string
          name: string
          slug: string
          time_zone: string
        }
        Insert: {
          name: string
          slug: string
        }
        Update: {
          name?: string
        }
        Relationships: []
      }
    }
    Views: {
      [_ in never]: never
    }
    Functions: {
      integration_overview: {
        Args: { p_provider_slug: string; p_tenant_id: string }
        Returns: Json
      }
    }
    Enums: {
      [_ in never]: never
    }
    CompositeTypes: {
      [_ in never]: never
    }
  }
}
