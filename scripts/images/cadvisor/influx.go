package main

import (
	"bytes"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	info "github.com/google/cadvisor/info/v1"
	"github.com/google/cadvisor/storage"
)

const libraryVersion = "0.53.0"

// Writes the program's series: one integer field "value", tags machine and container_name.
type influxWriter struct {
	machine string
	target  string
	lock    sync.Mutex
	buffer  bytes.Buffer
	written time.Time
}

func newInfluxWriter() *influxWriter {
	scheme := "http"
	if *storage.ArgDbIsSecure {
		scheme = "https"
	}
	query := url.Values{"db": {*storage.ArgDbName}, "u": {*storage.ArgDbUsername}, "p": {*storage.ArgDbPassword}, "precision": {"n"}}
	machine, err := os.Hostname()
	if err != nil {
		log.Fatal(err)
	}
	return &influxWriter{
		machine: machine,
		target:  fmt.Sprintf("%s://%s/write?%s", scheme, *storage.ArgDbHost, query.Encode()),
		written: time.Now(),
	}
}

var escape = strings.NewReplacer(",", `\,`, " ", `\ `, "=", `\=`)

func (w *influxWriter) AddStats(container *info.ContainerInfo, stats *info.ContainerStats) error {
	if stats == nil {
		return nil
	}
	name := container.Name
	if len(container.Aliases) > 0 {
		name = container.Aliases[0]
	}
	w.lock.Lock()
	defer w.lock.Unlock()
	tags := fmt.Sprintf("container_name=%s,machine=%s", escape.Replace(name), escape.Replace(w.machine))
	point := func(series string, more string, value uint64) {
		fmt.Fprintf(&w.buffer, "%s,%s%s value=%di %d\n", series, tags, more, int64(value), stats.Timestamp.UnixNano())
	}
	point("cpu_usage_total", "", stats.Cpu.Usage.Total)
	point("cpu_usage_system", "", stats.Cpu.Usage.System)
	point("cpu_usage_user", "", stats.Cpu.Usage.User)
	for i, usage := range stats.Cpu.Usage.PerCpu {
		point("cpu_usage_per_cpu", fmt.Sprintf(",instance=%d", i), usage)
	}
	point("load_average", "", uint64(stats.Cpu.LoadAverage))
	point("memory_usage", "", stats.Memory.Usage)
	point("memory_max_usage", "", stats.Memory.MaxUsage)
	point("memory_cache", "", stats.Memory.Cache)
	point("memory_rss", "", stats.Memory.RSS)
	point("memory_swap", "", stats.Memory.Swap)
	point("memory_mapped_file", "", stats.Memory.MappedFile)
	point("memory_working_set", "", stats.Memory.WorkingSet)
	point("memory_failcnt", "", stats.Memory.Failcnt)
	point("rx_bytes", "", stats.Network.RxBytes)
	point("rx_errors", "", stats.Network.RxErrors)
	point("tx_bytes", "", stats.Network.TxBytes)
	point("tx_errors", "", stats.Network.TxErrors)
	for _, disk := range stats.Filesystem {
		more := fmt.Sprintf(",device=%s,type=%s", escape.Replace(disk.Device), escape.Replace(disk.Type))
		if disk.Device == "" || disk.Type == "" {
			continue
		}
		point("fs_usage", more, disk.Usage)
		point("fs_limit", more, disk.Limit)
	}
	if time.Since(w.written) < *storage.ArgDbBufferDuration {
		return nil
	}
	// A batch that fails is dropped, as the program drops it.
	w.written = time.Now()
	batch := bytes.Clone(w.buffer.Bytes())
	w.buffer.Reset()
	go func() {
		answer, err := http.Post(w.target, "text/plain", bytes.NewReader(batch))
		if err != nil {
			log.Printf("writing to InfluxDB: %v", strings.ReplaceAll(err.Error(), w.target, "the database"))
			return
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusNoContent {
			log.Printf("InfluxDB answered %s", answer.Status)
		}
	}()
	return nil
}

func (w *influxWriter) Close() error { return nil }
