{{- define "soundbite.name" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- /* Of what belongs to no namespace: releases of one name in two namespaces must not meet. */ -}}
{{- define "soundbite.clusterName" -}}
{{- printf "%s:%s" .Release.Namespace (include "soundbite.name" .) -}}
{{- end -}}

{{- define "soundbite.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "soundbite.labels" -}}
{{ include "soundbite.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "soundbite.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "soundbite.name" .) -}}
{{- end -}}

{{- define "soundbite.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{- /* The namespaces watched, comma separated; nothing for all of them. */ -}}
{{- define "soundbite.namespaces" -}}
{{- if .Values.watch.all -}}
{{- if .Values.watch.namespaces -}}
{{- fail "watch.all and watch.namespaces exclude each other: leave one of them out" -}}
{{- end -}}
{{- else -}}
{{- .Values.watch.namespaces | default (list .Release.Namespace) | sortAlpha | uniq | join "," -}}
{{- end -}}
{{- end -}}

{{- define "soundbite.grants" -}}
{{- dict "grants" .Values.grants | toYaml -}}
{{- end -}}
